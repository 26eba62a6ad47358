UPDATE signup SET asked_until = 1763900000000, asked_free = 1 WHERE state = 'waiting';
