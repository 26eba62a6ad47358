UPDATE question SET only_if = '是否需要接送', only_if_answer = 'yes' WHERE position > 1;
