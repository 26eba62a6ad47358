UPDATE scan SET told = reason WHERE outcome <> 'accepted' AND told IS NULL AND 1 = 0;
