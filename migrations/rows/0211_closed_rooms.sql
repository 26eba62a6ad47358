UPDATE space SET closed_from = 4102444800000, closed_reason = '屋顶漏水' WHERE id = '019aa3f0-0000-7000-8000-000000000202';
