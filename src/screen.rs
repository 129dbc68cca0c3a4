//! Which screen an address of the page shows.

use registration::application::ApplicationNumber;

use crate::journey::QuestionName;

/// A screen of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// `/`
    Start,
    /// `/apply/<question>`
    Question(QuestionName),
    /// `/outcome`: it does not pass online, or not yet known more without signing in.
    Outcome,
    /// `/review`
    Review,
    /// `/sign-in`
    SignIn,
    /// `/applications`
    Applications,
    /// `/applications/<number>`
    Application(ApplicationNumber),
    /// `/messages`
    Messages,
    /// `/c/<token>`: an owner is asked.
    Owner(String),
    /// Anything else.
    NotFound,
}

impl Screen {
    /// The screen at a path.
    pub fn at(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        let (folder, rest) = match path.strip_prefix('/').and_then(|path| path.split_once('/')) {
            Some((folder, rest)) => (folder, rest),
            None => (path, ""),
        };
        let found = match (folder, rest) {
            ("" | "/index.html", "") => Some(Self::Start),
            ("/outcome", "") => Some(Self::Outcome),
            ("/review", "") => Some(Self::Review),
            ("/sign-in", "") => Some(Self::SignIn),
            ("/applications", "") => Some(Self::Applications),
            ("/messages", "") => Some(Self::Messages),
            ("apply", name) => QuestionName::from_slug(name).map(Self::Question),
            ("applications", number) => {
                ApplicationNumber::parse(number).ok().map(Self::Application)
            }
            ("c", token) if !token.contains('/') => Some(Self::Owner(token.to_owned())),
            _ => None,
        };
        found.unwrap_or(Self::NotFound)
    }

    /// Whether the screen is for somebody who is signed in.
    pub fn is_private(&self) -> bool {
        matches!(
            self,
            Self::Applications | Self::Application(_) | Self::Messages
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Screen;
    use crate::journey::QuestionName;

    #[test]
    fn a_path_is_a_screen() {
        let check = |path: &str, expected: Screen| assert_eq!(Screen::at(path), expected, "{path}");
        check("/", Screen::Start);
        check("", Screen::Start);
        check("/review", Screen::Review);
        check("/review/", Screen::Review);
        check("/apply/address", Screen::Question(QuestionName::Address));
        check("/apply/nothing", Screen::NotFound);
        check("/applications", Screen::Applications);
        check("/applications/4711", Screen::NotFound);
        check("/c/aB3", Screen::Owner("aB3".into()));
        check("/c/aB3/d", Screen::NotFound);
        check("/else", Screen::NotFound);
    }
}
