//! The password of protected logs: where it comes from, and what is made of such a log protected again.

use std::borrow::Cow;

use escalog::api::{File, Password, Settings};
use escalog::error::{Code, Error};
use escalog::workbook;

use super::choice::PasswordFrom;
use super::files;

/// The password of protected files, from where the options say, or else from the environment.
pub fn asked(from: &PasswordFrom) -> Result<Option<Password>, Error> {
    if let Some(path) = &from.password_file {
        let text = files::text(path)?;
        let first = text.lines().next().unwrap_or_default();
        if first.is_empty() {
            return Err(Error::new(Code::BadRequest, "no password stands in this file")
                .at(path.display())
                .help("write it in the first line"));
        }
        return Ok(Some(Password::new(first)));
    }
    if from.ask_password {
        let asked = rpassword::prompt_password("Password of the protected logs: ");
        return asked.map(|password| Some(Password::new(password))).map_err(|error| {
            Error::new(Code::BadRequest, format!("the password can't be asked for: {error}"))
                .help("without a terminal give it with `--password-file` or `ESCALOG_PASSWORD`")
        });
    }
    Ok(std::env::var("ESCALOG_PASSWORD").ok().filter(|password| !password.is_empty()).map(Password::new))
}

/// What is written from protected logs, protected with their password.
pub fn protect_like(inputs: &[File], bytes: Vec<u8>, settings: &Settings) -> Result<Vec<u8>, Error> {
    match &settings.password {
        Some(password) if inputs.iter().any(|file| workbook::is_protected(&file.bytes)) => {
            workbook::protect(&bytes, password.characters())
        }
        _ => Ok(bytes),
    }
}

/// A workbook as it is without its password, and the password that what is made of it is given again.
pub struct Opened<'a> {
    pub file: Cow<'a, File>,
    password: Option<&'a Password>,
}

/// Opens a workbook that may have a password; what is made of it is to have none where `no_password`.
pub fn opened<'a>(file: &'a File, settings: &'a Settings, no_password: bool) -> Result<Opened<'a>, Error> {
    let alone = settings.alone();
    Ok(match workbook::unprotected(&file.name, &file.bytes, &alone.reading(&file.name))? {
        Cow::Borrowed(_) => Opened { file: Cow::Borrowed(file), password: None },
        Cow::Owned(bytes) => Opened {
            file: Cow::Owned(File { name: file.name.clone(), bytes }),
            password: settings.password.as_ref().filter(|_| !no_password),
        },
    })
}

impl Opened<'_> {
    /// What was made of it, protected as it was.
    pub fn protected(&self, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
        match self.password {
            Some(password) => workbook::protect(&bytes, password.characters()),
            None => Ok(bytes),
        }
    }
}
