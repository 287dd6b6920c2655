-- Indicators of patents: what is entered by hand with its source and day, and the lists that prove
-- the grounds of high value which no record of a patent can.

-- The newest day of each kind counts; earlier ones stay to be seen.
CREATE TABLE patent_figure (
    park park_id NOT NULL,
    id patent_figure_id NOT NULL,
    what int NOT NULL,             -- enum patent_figure_kind
    day day NOT NULL,              -- of what day or year-end it speaks
    value int NOT NULL,            -- hundredths
    source text NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE INDEX patent_figure_what ON patent_figure (park, what, day, id);

-- Pledges and awards, by the number of the patent or of its application.
CREATE TABLE patent_ground (
    park park_id NOT NULL,
    ground int NOT NULL,           -- enum patent_ground: 4 pledge, 5 award
    seq int NOT NULL,
    key text NOT NULL,
    text text NOT NULL,            -- with whom; which award
    amount int NOT NULL,           -- of a pledge, in 10,000 yuan; -1 = not said
    PRIMARY KEY (park, ground, seq)
) CLUSTERED;

-- Strategic industries and the classes they are in: a row of the published table.
CREATE TABLE patent_industry (
    park park_id NOT NULL,
    seq int NOT NULL,
    branch text NOT NULL,
    patterns text NOT NULL,        -- H01M10/05*（不含H01M10/054）; H01M4/*
    keywords text NOT NULL,        -- any of them in title, abstract or claim; "" = the class is enough
    PRIMARY KEY (park, seq)
) CLUSTERED;
