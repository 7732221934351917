-- What has landed. Contents are kept by checksum, so a file is read once however often and wherever it lands.
create schema if not exists raw;

create table if not exists raw.readings (
    reading_id varchar primary key,  -- checksum of the file and of the headers that its author gave
    sha256 varchar not null,
    form varchar not null,
    table_count integer not null,
    last_year integer,               -- of the years for which it has a figure
    read_with varchar not null       -- version of the readers and of the words they know
);

create table if not exists raw.cells (
    reading_id varchar not null,
    sheet varchar not null,
    row_no integer not null,
    column_no integer not null,
    text varchar not null,
    role varchar not null,           -- value, label, context, title, note, blank
    table_no integer not null,
    region_label varchar not null,
    indicator_label varchar not null,
    unit_label varchar not null,
    period_label varchar not null,
    database_label varchar not null,
    problem varchar not null,
    beside_label varchar not null    -- what else says which region it is, joined by ｜
);

-- A store of before has no such column.
alter table raw.cells add column if not exists beside_label varchar default '';

create table if not exists raw.files (
    path varchar primary key,        -- within the landing folder
    source_code varchar not null,
    release_code varchar,
    sha256 varchar,
    bytes bigint not null,
    reading_id varchar,
    refusal varchar not null,        -- why nothing of it was read; empty if it was
    warning varchar not null,        -- why it stands as it first landed; empty if the file is unchanged
    indicator_label varchar not null,
    region_label varchar not null,
    unit_label varchar not null,
    period_label varchar not null
);

-- What every file was when it landed, kept also while it is away: a release never changes.
create table if not exists raw.first_landed (
    root varchar not null,           -- the landing folder, as seen from where this database lies
    path varchar not null,
    sha256 varchar not null,
    reading_id varchar not null,
    first_seen date not null,
    is_synthetic boolean default false,
    stamp varchar default '',        -- size and times: tells whether the file was touched
    primary key (root, path)
);
-- A database from before these columns.
alter table raw.first_landed add column if not exists is_synthetic boolean default false;
alter table raw.first_landed add column if not exists stamp varchar default '';

create table if not exists raw.releases (
    release_code varchar primary key,
    source_code varchar not null,
    title varchar not null,
    edition varchar not null,
    published_on date not null,
    published_on_precision varchar not null,
    licence varchar not null,
    maturity varchar not null,
    is_synthetic boolean not null,
    is_inferred boolean not null,
    note varchar not null
);
