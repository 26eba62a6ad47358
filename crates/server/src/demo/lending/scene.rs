//! How a loan of the demonstration is played, each step at its time.

use jiff::{SignedDuration, Timestamp, ToSpan};
use langqiao_app::lending::{self, Answer, Parts, Wish};
use langqiao_kernel::{
    id::{EquipmentId, LoanId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone};
use langqiao_store::WriteTx;

use super::{
    super::{county::by, unexpected},
    Body,
};
use crate::failure::Failure;

/// A loan of the demonstration; its days are counted from today.
pub(super) struct Lent {
    pub thing: EquipmentId,
    pub by: Body,
    pub pieces: i64,
    pub days: (i64, i64),
    pub what: &'static str,
}

/// The house, and the time at which a visitor comes.
pub(super) struct Scene<'a> {
    pub app: &'a App,
    pub now: Timestamp,
}

impl Scene<'_> {
    /// Does something at an hour of a day that is counted from today, but not later than now.
    pub async fn at<T: Send + 'static>(
        &self,
        day: i64,
        hour: i8,
        act: impl FnMut(&mut WriteTx<'_>) -> Result<T, NotDone> + Send + 'static,
    ) -> Result<T, Failure> {
        let on = time::day(self.now).saturating_add(day.days());
        let at = time::at(on.at(hour, 0, 0, 0)).min(self.now - SignedDuration::from_mins(5));
        let done = self.app.db.write(by(at), act).await;
        done.map_err(|why| unexpected("lend something", why))
    }

    pub async fn asked(&self, lent: &Lent, day: i64) -> Result<LoanId, Failure> {
        let today = time::day(self.now);
        let wish = Wish {
            thing: lent.thing,
            pieces: lent.pieces,
            from: today.saturating_add(lent.days.0.days()),
            until: today.saturating_add(lent.days.1.days()),
            purpose: lent.what.to_owned(),
            activity: None,
            fetcher: "值班员".to_owned(),
        };
        let (whose, keys) = (lent.by, self.app.keys.clone());
        let ask = self.at(day, 9, move |tx| lending::ask(tx, &keys, whose, &wish));
        Ok(ask.await?.0)
    }

    /// Asked for two days before, promised where that is asked, and handed out on its first day.
    pub async fn out(&self, lender: Body, lent: &Lent) -> Result<LoanId, Failure> {
        let loan = self.asked(lent, lent.days.0 - 2).await?;
        let pieces = lent.pieces;
        self.at(lent.days.0 - 1, 10, move |tx| {
            let yes = Answer {
                pieces: Some(pieces),
                note: String::new(),
            };
            match lending::answer(tx, lender, loan, &yes) {
                // What is lent at once was promised already.
                Err(NotDone::Refused(why)) if why.code == "loan-settled" => Ok(()),
                other => other,
            }
        })
        .await?;
        let handed = self.at(lent.days.0, 9, move |tx| {
            lending::hand_out(tx, lender, loan, pieces, "当面点清，完好")
        });
        handed.await?;
        Ok(loan)
    }

    /// Out and back again, with the borrower's answer to what was broken.
    pub async fn over(
        &self,
        lender: Body,
        lent: &Lent,
        parts: Parts,
        answer: Option<&'static str>,
    ) -> Result<(), Failure> {
        let loan = self.out(lender, lent).await?;
        let returned = self.at(lent.days.1, 16, move |tx| {
            lending::take_back(tx, lender, loan, &parts)
        });
        let (back, by) = (returned.await?, lent.by);
        if let Some(words) = answer {
            let answered = self.at(lent.days.1 + 1, 9, move |tx| {
                lending::answer_damage(tx, by.0, (loan, back), words)
            });
            answered.await?;
        }
        Ok(())
    }
}
