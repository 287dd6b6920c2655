-- expect: 3: "default" cannot be a member
-- query: a one
-- in: default int
SELECT n FROM world WHERE n = :default;
