//! Item definitions: the types of inputs and outputs.

use crate::xml::{Element, Written};

/// An `itemDefinition` or an `itemComponent`.
#[derive(Clone, Debug)]
pub(crate) struct ItemDefinition {
    pub(crate) name: String,
    pub(crate) type_ref: Option<String>,
    pub(crate) is_collection: bool,
    pub(crate) allowed: Option<Written>,
    pub(crate) components: Vec<ItemDefinition>,
    pub(crate) extensions: Option<Element>,
}

/// What a type comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    /// A structure, a list, a date or a type that is not declared.
    Other,
}

/// How often item definitions may refer to each other before it is taken for a circle.
const MAX_STEPS: usize = 16;

/// The type that a reference comes down to, with the allowed values it meets on its way.
pub(crate) fn resolve<'i>(
    items: &'i [ItemDefinition],
    type_ref: Option<&'i str>,
) -> (Kind, Option<&'i Written>) {
    let mut allowed = None;
    let mut type_ref = type_ref;
    for _ in 0..MAX_STEPS {
        let Some(name) = type_ref else { break };
        match base(name) {
            Some(kind) => return (kind, allowed),
            None => {
                let Some(item) = items.iter().find(|item| item.name == name) else {
                    break;
                };
                if item.is_collection {
                    break;
                }
                allowed = allowed.or(item.allowed.as_ref());
                type_ref = item.type_ref.as_deref();
            }
        }
    }
    (Kind::Other, allowed)
}

/// The types of FEEL itself, with or without a prefix.
fn base(name: &str) -> Option<Kind> {
    Some(match name.rsplit(':').next().unwrap_or(name) {
        "string" => Kind::Text,
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        _ => return None,
    })
}

impl ItemDefinition {
    pub(super) fn read(element: &Element) -> Self {
        let text = |name| element.child(name).and_then(|child| child.child("text"));
        Self {
            name: element.attribute("name").unwrap_or_default().to_owned(),
            type_ref: element
                .child("typeRef")
                .map(|child| child.text.text.trim().to_owned()),
            is_collection: element.attribute("isCollection") == Some("true"),
            allowed: text("allowedValues").map(|text| text.text.clone()),
            components: element.all("itemComponent").map(Self::read).collect(),
            extensions: element.child("extensionElements").cloned(),
        }
    }

    /// Adds the parts of an item definition that are not read: they restrict what a value may be.
    pub(super) fn unread<'e>(element: &'e Element, unread: &mut Vec<&'e Element>) {
        for child in &element.children {
            match child.name.as_str() {
                "itemComponent" => Self::unread(child, unread),
                "typeRef" | "allowedValues" | "description" | "extensionElements" => {}
                _ => unread.push(child),
            }
        }
    }

    /// Adds the names of its components and of theirs.
    pub(crate) fn component_names(&self, names: &mut Vec<String>) {
        for component in &self.components {
            names.push(component.name.clone());
            component.component_names(names);
        }
    }
}
