// What Microsoft's own rules say of the code that calls Office: all of the plugin's recommended set but the layout of
// lines, and names that TypeScript looks up by itself.

import parser from "@typescript-eslint/parser";
import office from "eslint-plugin-office-addins";

const files = ["src/**/*.ts"];

export default [
  ...office.configs.recommended.map((config) => ({ ...config, files })),
  {
    files,
    languageOptions: { parser },
    rules: {
      "prettier/prettier": "off",
      "no-undef": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
];
