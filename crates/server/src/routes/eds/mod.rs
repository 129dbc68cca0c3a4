mod settings;

pub(super) use settings::settings;
