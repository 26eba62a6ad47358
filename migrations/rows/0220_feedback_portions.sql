UPDATE feedback_from SET readable = 1;
