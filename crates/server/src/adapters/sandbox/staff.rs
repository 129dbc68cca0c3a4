use wire::StaffRole;

use super::{Sandbox, people::RoleEntry};
use crate::ports::{
    Clock as _,
    store::{Actor, Change, Effect, Role, Staff, Store, StoreError},
};

impl RoleEntry {
    /// The role as the store keeps it.
    pub(super) fn staff(self) -> Staff {
        let role = match self.is {
            StaffRole::Operator => Role::Operator,
            StaffRole::Auditor => Role::Auditor,
        };
        Staff {
            role,
            office: self.office,
        }
    }
}

impl Sandbox {
    /// Gives the people whom the file names as staff their roles, where they do not have them yet.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be asked or written.
    pub async fn appoint(&self, store: &dyn Store) -> Result<(), StoreError> {
        for person in &self.world().people {
            let Some(staff) = &person.role else {
                continue;
            };
            if store.staff(person.iin).await?.as_ref() == Some(staff) {
                continue;
            }
            let effect = Effect::Appoint {
                iin: person.iin,
                staff: staff.clone(),
            };
            let change = Change::new(self.now(), vec![effect]);
            let change = change.audited(Actor::Person(person.iin), "staff_add", "");
            store.commit(change).await?;
        }
        Ok(())
    }
}
