-- How far each relay's part of the queue has been served, for each class: an office that comes new begins here. One clock
-- for all relays would run with the one that is furthest ahead, and send whoever comes new to the back of the others.
CREATE TABLE route_clocks (
    route TEXT NOT NULL,
    class BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    PRIMARY KEY (route, class)
);
INSERT INTO route_clocks (route, class, turn) SELECT '', class, turn FROM queue_clocks;
DROP TABLE queue_clocks;
