UPDATE booking SET came = 18, came_note = '' WHERE status = 'held';
