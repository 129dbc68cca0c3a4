use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::{Stmt, spanned::Spanned};

/// Elements that SVG has and HTML has not.
const SVG: [&str; 8] = [
    "svg", "path", "circle", "rect", "line", "g", "text", "polyline",
];

type Markup = Node<rstml::Infallible>;

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let config = rstml::ParserConfig::new().recover_block(true);
    let (nodes, errors) = rstml::Parser::new(config)
        .parse_recoverable(tokens)
        .split_vec();
    let errors = errors.into_iter().map(|error| error.emit_as_expr_tokens());
    let view = pieces(&nodes);
    quote!({ #(#errors;)* #view })
}

/// Several pieces side by side; one stands for itself.
fn pieces(nodes: &[Markup]) -> TokenStream {
    let mut pieces: Vec<TokenStream> = nodes.iter().filter_map(piece).collect();
    match (pieces.pop(), pieces.is_empty()) {
        (None, _) => quote!(crate::dom::View::nothing()),
        (Some(only), true) => quote!(crate::dom::IntoView::into_view(#only)),
        (Some(last), false) => {
            quote!(crate::dom::View::nothing()#(.and(#pieces))*.and(#last))
        }
    }
}

/// Something that is a piece, or becomes one.
fn piece(node: &Markup) -> Option<TokenStream> {
    Some(match node {
        Node::Text(text) => text.value.to_token_stream(),
        Node::RawText(text) => text.to_string_best().into_token_stream(),
        Node::Block(block) => match block.try_block().map(|block| block.stmts.as_slice()) {
            Some([Stmt::Expr(expression, None)]) => expression.to_token_stream(),
            _ => block.to_token_stream(),
        },
        Node::Fragment(fragment) => pieces(fragment.children()),
        Node::Element(element) if is_component(element) => component(element),
        Node::Element(element) => html(element),
        Node::Comment(_) => return None,
        other => syn::Error::new(other.span(), "no such markup here").into_compile_error(),
    })
}

fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    let name = element.name().to_string();
    let last = name.rsplit("::").next().unwrap_or_default().trim();
    last.starts_with(|letter: char| letter.is_ascii_uppercase())
}

fn html(element: &NodeElement<rstml::Infallible>) -> TokenStream {
    let name = element.name().to_string();
    let made = if SVG.contains(&name.as_str()) {
        quote!(svg)
    } else {
        quote!(el)
    };
    let attributes = element.attributes().iter().map(attribute);
    let children = element.children().iter().filter_map(piece);
    quote!(crate::dom::#made(#name)#(#attributes)*#(.child(#children))*)
}

fn attribute(attribute: &NodeAttribute) -> TokenStream {
    let keyed = match attribute {
        NodeAttribute::Attribute(keyed) => keyed,
        NodeAttribute::Block(block) => {
            return syn::Error::new(block.span(), "an attribute has a name").into_compile_error();
        }
    };
    let name = keyed.key.to_string();
    let value = value(keyed);
    match name.split_once(':') {
        Some(("on", event)) => {
            let event = format_ident!("{event}", span = keyed.key.span());
            quote!(.on(::leptos::ev::#event, #value))
        }
        Some(("prop", property)) => quote!(.prop(#property, #value)),
        Some(_) => syn::Error::new(keyed.key.span(), "neither on: nor prop:").into_compile_error(),
        None if name == "node_ref" => quote!(.node_ref(#value)),
        None => quote!(.attr(#name, #value)),
    }
}

/// The value of an attribute; one without is there or not, like `novalidate`.
fn value(keyed: &KeyedAttribute) -> TokenStream {
    keyed
        .value()
        .map_or_else(|| quote!(""), ToTokens::to_token_stream)
}

fn component(element: &NodeElement<rstml::Infallible>) -> TokenStream {
    let name = element.name();
    let props = element
        .attributes()
        .iter()
        .map(|attribute| match attribute {
            NodeAttribute::Attribute(keyed) => {
                let prop = &keyed.key;
                let value = keyed
                    .value()
                    .map_or_else(|| quote!(#prop), ToTokens::to_token_stream);
                quote!(.#prop(#value))
            }
            NodeAttribute::Block(block) => {
                syn::Error::new(block.span(), "a prop has a name").into_compile_error()
            }
        });
    let children = (!element.children().is_empty()).then(|| {
        let children = pieces(element.children());
        quote!(.children(::std::boxed::Box::new(move || #children)))
    });
    quote!(#name(crate::dom::builder(&#name)#(#props)*#children.build()))
}
