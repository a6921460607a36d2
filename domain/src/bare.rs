//! For serde's `with` on a variant of one field: it travels as that field alone, and the browser needs no code for a
//! record of one.
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes the field.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// Reads the field.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer)
}
