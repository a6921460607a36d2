//! The company's configuration: a preset file that ships with the product.
use domain::ticket::Class;
use domain::ticket::number::NumberFormat;
use domain::ticket::workflow::Workflow;
use serde::Deserialize;

/// What a preset file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// How ticket numbers are written.
    pub number: NumberFormat,
    /// Classes, first in queues first.
    pub class: Vec<Class>,
    /// The state machine.
    pub workflow: Workflow,
}

/// Names and texts of the presets that ship with this version.
pub const SHIPPED: [(&str, &str); 1] = [("agency-plans", include_str!("../../presets/agency-plans.toml"))];

impl Preset {
    /// The preset of a name, checked; errors are sentences.
    pub fn named(name: &str) -> Result<Self, String> {
        let names = || SHIPPED.map(|(name, _)| name).join(", ");
        let (_, text) = SHIPPED
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("There is no preset `{name}`; there are: {}.", names()))?;
        Self::read(text).map_err(|error| format!("Preset `{name}`: {error}"))
    }

    /// Reads and checks a preset file.
    pub fn read(text: &str) -> Result<Self, String> {
        let preset: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        preset.workflow.validate().map_err(|error| format!("[workflow]: {error}."))?;
        if preset.class.is_empty() {
            return Err("There must be at least one [[class]].".to_owned());
        }
        Ok(preset)
    }

    /// The class of a code.
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.class.iter().find(|class| class.code == code)
    }

    /// Severity rank of a class code; what is not classified ranks with the last class.
    pub fn rank(&self, code: Option<&str>) -> i16 {
        let known = code.and_then(|code| self.class(code)).map(|class| class.rank);
        known.or_else(|| self.class.iter().map(|class| class.rank).max()).unwrap_or(i16::MAX)
    }
}
