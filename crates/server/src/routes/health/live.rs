/// `GET /health/live` and `GET /healthz`: the process answers.
pub(in crate::routes) async fn live() -> &'static str {
    "live\n"
}
