CREATE TABLE customers (id int PRIMARY KEY, name text, email text, country text, created_at TEXT);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int, status text, total REAL, note text, data TEXT, created_at TEXT);
CREATE TABLE items (id int PRIMARY KEY, order_id int, product_id int, quantity int, price REAL);
CREATE TABLE products (id int PRIMARY KEY, name text, category text, price REAL, tags TEXT);
CREATE TABLE employees (id int PRIMARY KEY, name text, manager_id int, department text, salary REAL);
CREATE TABLE events (id int PRIMARY KEY, user_id int, kind text, at TEXT, payload TEXT);
CREATE TABLE secret (id int PRIMARY KEY, token text, at TEXT);
INSERT INTO customers VALUES (1, 'Ann', 'ann@example.org', 'DE', '2026-01-01'), (2, 'Bob', 'bob@example.org', 'FR', '2026-02-01');
INSERT INTO orders VALUES (1, 1, 'paid', 120.5, 'first', '{"city": "Ulm", "count": "3", "vip": "true", "tags": ["a", "b"]}', '2026-01-02'),
  (2, 1, 'open', 8, NULL, '{"city": "Bonn", "count": "1", "vip": "false", "tags": []}', '2026-02-02'),
  (3, 2, 'shipped', 75, 'late', '{"city": "Lyon", "count": "2", "vip": "true", "tags": ["c"]}', '2026-03-02');
INSERT INTO items VALUES (1, 1, 1, 2, 10), (2, 1, 2, 1, 100.5), (3, 2, 1, 1, 8);
INSERT INTO products VALUES (1, 'Pen', 'office', 4, '["new","sale"]'), (2, 'Desk', 'home', 100, '[]');
INSERT INTO employees VALUES (1, 'Eve', NULL, 'board', 9000), (2, 'Dan', 1, 'sales', 5000);
INSERT INTO events VALUES (1, 1, 'view', '2026-01-01', '{}'), (2, 1, 'buy', '2026-01-02', '[]');
INSERT INTO secret VALUES (1, 'CANARY-7391 in a table', '2026-01-01');
CREATE VIEW revealing AS SELECT token FROM secret;
CREATE INDEX by_status ON orders (status);
CREATE INDEX by_token ON secret (token);
