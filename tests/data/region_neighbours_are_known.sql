-- Land neighbours of the 31 provinces as atlases count them; Hainan has none.
with
    counted(region_code, expected) as (
        values
            ('110000', 2),
            ('120000', 2),
            ('130000', 7),
            ('140000', 4),
            ('150000', 8),
            ('210000', 3),
            ('220000', 3),
            ('230000', 2),
            ('310000', 2),
            ('320000', 4),
            ('330000', 5),
            ('340000', 6),
            ('350000', 3),
            ('360000', 6),
            ('370000', 4),
            ('410000', 6),
            ('420000', 6),
            ('430000', 6),
            ('440000', 4),
            ('450000', 4),
            ('460000', 0),
            ('500000', 5),
            ('510000', 7),
            ('520000', 5),
            ('530000', 4),
            ('540000', 4),
            ('610000', 8),
            ('620000', 6),
            ('630000', 4),
            ('640000', 3),
            ('650000', 3)
    ),

    both_ways as (
        select region_code, neighbour_code
        from {{ ref("region_adjacency") }}
        where level = 'province' and kind = 'land'
        union all
        select neighbour_code, region_code
        from {{ ref("region_adjacency") }}
        where level = 'province' and kind = 'land'
    )

select counted.region_code, counted.expected, count(both_ways.neighbour_code) as found
from counted
left join
    both_ways
    on counted.region_code = both_ways.region_code
    -- Hong Kong and Macao are none of the 31.
    and both_ways.neighbour_code < '7'
group by counted.region_code, counted.expected
having count(both_ways.neighbour_code) != counted.expected
