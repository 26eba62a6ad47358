UPDATE course SET contact = '村委会 0573-8800 0000';
