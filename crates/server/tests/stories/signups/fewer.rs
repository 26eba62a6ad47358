//! A party that is larger than what is free: who may come with fewer, and whom nobody passes meanwhile.

use jiff::SignedDuration;
use langqiao_app::signups::{
    Cancel, PartyId, SignupState, TakeFewer, TakeFewerError, cancel, promote, take_fewer, unanswered,
};
use langqiao_kernel::id::ActivityId;
use langqiao_store::{By, StoreError, params};
use langqiao_testkit::both;

use super::ground::{Ground, by, join, morning};

/// Two of the five places are free; a family of four and one of three wait. The first let the two pass, and the second is
/// asked about them from an hour on.
struct TwoFamilies {
    ground: Ground,
    activity: ActivityId,
    first: PartyId,
    second: PartyId,
}

/// So many minutes after the stories' morning.
fn at(minutes: i64) -> By {
    by(morning() + SignedDuration::from_mins(minutes))
}

impl TwoFamilies {
    async fn wait(db: langqiao_store::Db) -> TwoFamilies {
        let ground = Ground::lay(db, 6).await;
        let activity = ground.activity(5).await;
        let mut parties = Vec::new();
        for (booker, size) in [3usize, 2, 4, 3].into_iter().enumerate() {
            let person = ground.people[booker];
            let coming = ground.db.write(at(0), move |tx| join(tx, activity, person, size));
            parties.push(coming.await.expect("a sign-up").party);
        }
        let gone = Cancel {
            person: ground.people[1],
            party: parties[1],
            only: None,
        };
        let cancelled = ground.db.write(at(0), move |tx| cancel(tx, &gone));
        cancelled.await.expect("two places free");
        let two = TwoFamilies {
            ground,
            activity,
            first: parties[2],
            second: parties[3],
        };
        assert_eq!(two.asked().await, [Some(2), None]);
        two.runs_out(61, two.first).await;
        assert_eq!(two.asked().await, [Some(2), Some(2)]);
        two
    }

    /// The time of a question is over.
    async fn runs_out(&self, minutes: i64, party: PartyId) {
        let ended = self.ground.db.write(at(minutes), move |tx| unanswered(tx, party));
        ended.await.expect("an end");
    }

    /// About how many places the two were asked last.
    async fn asked(&self) -> [Option<i64>; 2] {
        let queue = self.ground.queue(self.activity).await;
        let waits = |party| {
            let mut rows = queue.rows.iter();
            rows.find(|row| row.party == party && row.state == SignupState::Waiting)
        };
        [self.first, self.second].map(|party| waits(party).and_then(|row| row.asked))
    }

    /// Two of the party come, whose booker is this.
    async fn two_come(&self, minutes: i64, booker: usize, party: PartyId) -> Result<(), TakeFewerError> {
        let queue = self.ground.queue(self.activity).await;
        let of = queue.rows.iter().filter(|row| row.party == party);
        let wish = TakeFewer {
            person: self.ground.people[booker],
            party,
            stay: of.map(|row| row.id).take(2).collect(),
        };
        let taken = self.ground.db.write(at(minutes), move |tx| take_fewer(tx, &wish));
        taken.await
    }

    /// How many people of the party stand so.
    async fn stand(&self, party: PartyId, state: SignupState) -> usize {
        let queue = self.ground.queue(self.activity).await;
        let of = queue
            .rows
            .iter()
            .filter(|row| row.party == party && row.state == state);
        of.count()
    }

    /// Somebody alone comes and waits behind the two.
    async fn one_more(&self, minutes: i64) -> PartyId {
        let (activity, booker) = (self.activity, self.ground.people[4]);
        let coming = self
            .ground
            .db
            .write(at(minutes), move |tx| join(tx, activity, booker, 1));
        let one = coming.await.expect("a sign-up");
        assert_eq!(one.state, SignupState::Waiting);
        one.party
    }
}

both! {
    async fn of_two_who_let_pass_the_second_may_come_with_fewer(db: Db) {
        let two = TwoFamilies::wait(db).await;
        two.runs_out(122, two.second).await;
        two.two_come(123, 3, two.second).await.expect("both let pass");
        assert_eq!(two.stand(two.second, SignupState::Seat).await, 2);
        assert_eq!(two.stand(two.first, SignupState::Waiting).await, 4);
        two.ground.queue(two.activity).await.must_be_sound();
    }

    async fn who_still_has_time_to_answer_is_not_passed_by_the_second(db: Db) {
        let two = TwoFamilies::wait(db).await;
        // One place more: the first has its turn again, and only it.
        let activity = two.activity;
        let more = two.ground.db.write(at(70), move |tx| {
            tx.bookkeeping();
            tx.execute("UPDATE pool SET capacity = 6 WHERE activity = ?1", params![activity])?;
            promote(tx, activity)
        });
        assert!(more.await.expect("a place more").is_empty());
        assert_eq!(two.asked().await, [Some(3), None]);
        let early = two.two_come(71, 3, two.second).await;
        assert!(matches!(early, Err(TakeFewerError::NotNext)), "{early:?}");
        two.runs_out(131, two.first).await;
        assert_eq!(two.stand(two.second, SignupState::Offered).await, 3);
    }

    async fn a_question_whose_places_somebody_else_took_lets_nothing_pass(db: Db) {
        let two = TwoFamilies::wait(db).await;
        // The first takes what the second is asked about, and gives it back when the second's time would be over.
        two.two_come(70, 2, two.first).await.expect("the first still may");
        assert_eq!(two.asked().await, [None, None]);
        let one = two.one_more(71).await;
        two.runs_out(122, two.second).await;
        let gone = Cancel { person: two.ground.people[2], party: two.first, only: None };
        two.ground.db.write(at(123), move |tx| cancel(tx, &gone)).await.expect("two places free again");
        assert_eq!(two.asked().await, [None, Some(2)]);
        assert_eq!(two.stand(one, SignupState::Waiting).await, 1);
        two.two_come(124, 3, two.second).await.expect("its turn");
        two.ground.queue(two.activity).await.must_be_sound();
    }

    async fn a_question_whose_places_were_taken_away_lets_nothing_pass(db: Db) {
        let two = TwoFamilies::wait(db).await;
        let one = two.one_more(62).await;
        let activity = two.activity;
        let resize = async |minutes, places: i64| {
            let done = two.ground.db.write(at(minutes), move |tx| {
                tx.bookkeeping();
                tx.execute("UPDATE pool SET capacity = ?2 WHERE activity = ?1", params![activity, places])?;
                promote(tx, activity)?;
                Ok::<_, StoreError>(())
            });
            done.await.expect("so many places");
        };
        resize(70, 3).await;
        assert_eq!(two.asked().await, [Some(2), None]);
        two.runs_out(122, two.second).await;
        resize(123, 5).await;
        assert_eq!(two.asked().await, [Some(2), Some(2)]);
        assert_eq!(two.stand(one, SignupState::Waiting).await, 1);
    }
}
