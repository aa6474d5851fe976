-- Run once, as the role that owns the database and its tables, before `credpath migrate`.
-- `credpath_app` is what `serve` and `work` log in as: it owns nothing, so row-level security holds it.
\getenv app_password APP_PASSWORD
CREATE ROLE credpath_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
GRANT USAGE ON SCHEMA public TO credpath_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO credpath_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO credpath_app;
