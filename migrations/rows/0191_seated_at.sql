UPDATE signup SET seated_at = created_at WHERE state = 'seat';
