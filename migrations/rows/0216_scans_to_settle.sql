UPDATE scan SET clock = 'doubtful' WHERE outcome <> 'accepted';
