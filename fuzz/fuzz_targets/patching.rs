#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| escalog_fuzz::patching(data));
