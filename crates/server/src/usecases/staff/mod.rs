//! What the people of the service may see, and what is noted when they look.

mod list_looks;
mod note;
mod role;
mod show_audit;
mod show_to_operator;
mod staff_self;
mod verify_audit;

pub use list_looks::list_looks;
pub use show_audit::show_audit;
pub use show_to_operator::show_to_operator;
pub use staff_self::staff_self;
pub use verify_audit::verify_audit;
