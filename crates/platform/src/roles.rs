//! Which permissions a post's role gives, in its organisation and in all that lies below it.

/// What a post lets its holder do. Stored in `posting.role`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An officer of a county office: everything an officer may, and the county's registers.
    County,
    /// An officer of an organisation: its activities, venues, people and records.
    Officer,
    /// Helps on the day: sees the activity's list and scans people in and out.
    Steward,
    /// May look at the workbench and change nothing.
    Reader,
}

impl Role {
    /// All roles, the strongest first.
    pub const ALL: [Role; 4] = [Role::County, Role::Officer, Role::Steward, Role::Reader];

    /// The text stored in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Role::County => "county",
            Role::Officer => "officer",
            Role::Steward => "steward",
            Role::Reader => "reader",
        }
    }

    /// The role of this name, if there is one.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role gives the permission of this name. Roles are cumulative: a steward may do what a
    /// reader may, an officer what a steward may.
    pub fn gives(self, permission: &str) -> bool {
        let own: &[&str] = match self {
            Role::County => &["registers.import"],
            Role::Officer => &[
                "activities.manage",
                "cohosts.answer",
                "spaces.book",
                "spaces.keep",
                "records.confirm",
                "checkin.settle",
                "gaps.assign",
                "people.list",
                "people.unmask",
                "standings.decide",
                "competitions.manage",
                "courses.manage",
                "panels.manage",
            ],
            Role::Steward => &[
                "checkin.scan",
                "signups.list",
                "competitions.score",
                "courses.roll",
            ],
            Role::Reader => &["workbench.open", "coverage.read", "activities.read"],
        };
        own.contains(&permission) || self.weaker().is_some_and(|role| role.gives(permission))
    }

    fn weaker(self) -> Option<Role> {
        let at = Role::ALL.iter().position(|role| *role == self)?;
        Role::ALL.get(at + 1).copied()
    }
}

impl Role {
    /// A number that grows with what the role gives.
    pub fn strength(self) -> usize {
        Role::ALL.len()
            - Role::ALL
                .iter()
                .position(|role| *role == self)
                .unwrap_or(Role::ALL.len())
    }
}
