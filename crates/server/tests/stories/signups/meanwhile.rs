//! What is changed while somebody signs up: nobody comes by a place that is called off, nor answers what is no longer asked.

use std::{sync::mpsc, time::Duration};

use langqiao_app::{
    activities::{self, Plan, Question, QuestionKind, UpdateError},
    signups::{self, SignUp, SignUpError, SignupRole},
};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_store::{StoreError, WriteTx};
use langqiao_testkit::{TestApp, both};

use crate::activities::{plan, published};

/// Begins `second` while `first` is carried out and not yet committed; gives what came of it.
pub async fn during<T, E>(
    app: &TestApp,
    mut first: impl FnMut(&mut WriteTx<'_>) + Send + 'static,
    second: impl FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (begun, mut begins) = tokio::sync::mpsc::unbounded_channel();
    let (_open, nobody_ends) = mpsc::channel::<()>();
    let one = app.app.db.write(app.app.by_system("story"), move |tx| {
        first(tx);
        _ = begun.send(());
        // Time for the other to come to where it waits.
        _ = nobody_ends.recv_timeout(Duration::from_millis(400));
        Ok::<_, StoreError>(())
    });
    let another = async {
        begins.recv().await;
        app.app.db.write(app.app.by_system("story"), second).await
    };
    let (done, came) = tokio::join!(one, another);
    done.expect("the first");
    came
}

fn alone(activity: ActivityId, person: PersonId) -> SignUp {
    SignUp {
        activity,
        booker: person,
        role: SignupRole::Attendee,
        people: [person].into(),
        answers: Default::default(),
    }
}

/// One question instead of what was asked.
fn ask_anew(tx: &mut WriteTx<'_>, org: OrganisationId, id: ActivityId) -> Result<i64, UpdateError> {
    let stored = activities::require_held(tx, org, id).expect("the activity");
    let question = Question {
        label: "有没有忌口".into(),
        kind: QuestionKind::Text,
        options: vec![],
        required: true,
        only_if: None,
    };
    let asking = Plan {
        questions: vec![question],
        ..stored.plan.clone()
    };
    activities::update(tx, org, id, stored.activity.version, &asking)
}

both! {
    async fn who_waits_for_a_place_of_what_is_called_off_is_told_so(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.resident);
        let id = published(&app, org, plan(&app)).await;
        let wish = alone(id, person);
        let calls_off = move |tx: &mut WriteTx<'_>| activities::cancel(tx, org, id, "台风要来了").expect("called off");
        let came = during(&app, calls_off, move |tx| signups::sign_up(tx, &wish)).await;
        assert!(matches!(came, Err(SignUpError::Cancelled)), "{came:?}");
    }

    async fn who_waits_for_a_place_answers_what_is_asked_now(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.resident);
        let id = published(&app, org, plan(&app)).await;
        let wish = alone(id, person);
        let asks = move |tx: &mut WriteTx<'_>| _ = ask_anew(tx, org, id).expect("asked");
        let came = during(&app, asks, move |tx| signups::sign_up(tx, &wish)).await;
        assert!(matches!(&came, Err(SignUpError::Answers(missing)) if missing.len() == 1), "{came:?}");
    }

    async fn what_somebody_is_answering_is_not_replaced(db: Db) {
        let app = TestApp::start(db).await;
        let (org, person) = (app.county.village_women, app.county.people.resident);
        let id = published(&app, org, plan(&app)).await;
        let wish = alone(id, person);
        let signs_up = move |tx: &mut WriteTx<'_>| _ = signups::sign_up(tx, &wish).expect("signed up");
        let asked = during(&app, signs_up, move |tx| ask_anew(tx, org, id)).await;
        assert!(matches!(asked, Err(UpdateError::QuestionsAnswered)), "{asked:?}");
    }
}
