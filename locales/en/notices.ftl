# Notices and drafts

notices-title = Notices
notices-none = No notices yet. When a place is yours, one comes free or an activity changes, you are told here.
notices-none-next = Find activities
notices-new = New
notices-open = Open
notices-read-all = Mark all as read
notices-unknown = Something happened whose description is no longer in use.

draft-saved = Draft saved at { $at }
draft-field-left-out = What you typed here last time was too long to be kept. Please type it again, shorter.
draft-too-long = That is too long to be kept as a draft.
