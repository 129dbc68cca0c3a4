use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::{Expr, ExprLit, Lit, Stmt, spanned::Spanned};

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
            quote!(crate::dom::View::nothing()#(.and(crate::dom::IntoView::into_view(#pieces)))*.and(crate::dom::IntoView::into_view(#last)))
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

/// Its name and the attributes that are written out are one text, so that making the element is one
/// call; the others follow.
fn html(element: &NodeElement<rstml::Infallible>) -> TokenStream {
    let mut markup = element.name().to_string();
    let made = if SVG.contains(&markup.as_str()) {
        quote!(svg)
    } else {
        quote!(el)
    };
    let mut others = Vec::new();
    for node in element.attributes() {
        let attribute = match node {
            NodeAttribute::Attribute(keyed) => keyed,
            NodeAttribute::Block(block) => {
                let problem = syn::Error::new(block.span(), "an attribute has a name");
                return problem.into_compile_error();
            }
        };
        let name = attribute.key.to_string();
        match written_out(attribute) {
            Some(value) if !name.contains(':') => {
                markup.push('\n');
                markup.push_str(&name);
                markup.push('=');
                markup.push_str(&value);
            }
            _ => others.push(other(attribute, &name)),
        }
    }
    let children = element.children().iter().filter_map(piece);
    quote!(crate::dom::#made(#markup)#(#others)*#(.put(crate::dom::IntoView::into_view(#children)))*)
}

/// The value of an attribute that is the same at all times; nothing for one without value, such as
/// `novalidate`.
fn written_out(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        None => Some(String::new()),
        Some(Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        })) => Some(text.value()).filter(|text| !text.contains('\n')),
        Some(_) => None,
    }
}

fn other(attribute: &KeyedAttribute, name: &str) -> TokenStream {
    let value = attribute
        .value()
        .map_or_else(|| quote!(""), ToTokens::to_token_stream);
    match name.split_once(':') {
        Some(("on", event)) => {
            let event = format_ident!("{event}", span = attribute.key.span());
            quote!(.on(::leptos::ev::#event, #value))
        }
        Some(("prop", property)) => quote!(.prop(#property, #value)),
        Some(_) => {
            syn::Error::new(attribute.key.span(), "neither on: nor prop:").into_compile_error()
        }
        None if name == "node_ref" => quote!(.node_ref(#value)),
        None => quote!(.attr(#name, #value)),
    }
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
