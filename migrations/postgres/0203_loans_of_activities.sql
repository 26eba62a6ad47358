-- What is borrowed for an activity goes with it: it is looked for whenever the activity is shown, moved or called off.
CREATE INDEX loan_by_activity ON loan (activity) WHERE activity IS NOT NULL;
