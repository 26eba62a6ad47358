UPDATE signup SET reminded_of = 1763700000000 WHERE state = 'seat';
