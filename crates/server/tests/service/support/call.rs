use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, header},
};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::{Service, Visitor, description::hold};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// The body as JSON, or null.
    pub json: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The session cookie that was set.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        Some(set.split(';').next().unwrap().to_owned())
    }

    /// The code of a problem, such as `not_found`.
    pub fn problem(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }
}

/// A request in the making.
pub struct Call<'a> {
    service: &'a Service,
    cookie: Option<String>,
    key: Option<String>,
    lang: &'static str,
    accepts: &'static str,
}

impl Service {
    /// Requests of somebody who is signed in.
    pub fn as_(&self, visitor: &Visitor) -> Call<'_> {
        Call {
            cookie: Some(visitor.cookie.clone()),
            ..self.anybody()
        }
    }

    /// Requests of somebody who is not.
    pub fn anybody(&self) -> Call<'_> {
        Call {
            service: self,
            cookie: None,
            key: Some(self.world.next_id()),
            lang: "en",
            accepts: "",
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.anybody().get(path).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.anybody().post(path, body).await
    }
}

impl Call<'_> {
    /// With this `Idempotency-Key`.
    pub fn key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// Without `Idempotency-Key`.
    pub fn without_key(mut self) -> Self {
        self.key = None;
        self
    }

    /// In this language.
    pub fn lang(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// With this `Accept-Encoding`.
    pub fn accepting(mut self, encodings: &'static str) -> Self {
        self.accepts = encodings;
        self
    }

    pub async fn get(self, path: &str) -> Answer {
        self.send(Method::GET, path, Vec::new(), None).await
    }

    /// Null sends no body.
    pub async fn post(self, path: &str, body: Value) -> Answer {
        let bytes = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        self.post_bytes(path, bytes).await
    }

    pub async fn post_bytes(self, path: &str, bytes: Vec<u8>) -> Answer {
        let kind = (!bytes.is_empty()).then_some("application/json");
        self.send(Method::POST, path, bytes, kind).await
    }

    pub async fn send(
        self,
        method: Method,
        path: &str,
        bytes: Vec<u8>,
        kind: Option<&str>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, self.lang)
            .header(header::ACCEPT_ENCODING, self.accepts);
        if let Some(key) = &self.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(bytes)).unwrap();
        let response = self.service.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text,
            json,
        };
        hold(&method, path, &answer);
        answer
    }
}
