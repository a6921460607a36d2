//! Values of enumerations as files and forms write them.
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The value of an enumeration's code, as it is written in files.
pub fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(code)).ok()
}

/// The code of an enumeration's value, as it is written in files.
pub fn code_of<T: Serialize>(value: &T) -> String {
    struct Code(String);
    impl std::fmt::Write for Code {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.push_str(text);
            Ok(())
        }
    }
    let mut code = Code(String::new());
    // A `Formatter` takes unit variants by their code and nothing else.
    let _ = std::fmt::write(&mut code, format_args!("{}", Shown(value)));
    code.0
}

struct Shown<'a, T>(&'a T);

impl<T: Serialize> std::fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.serialize(f)
    }
}
