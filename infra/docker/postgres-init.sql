-- The schema registry keeps its own.
CREATE DATABASE registry;
