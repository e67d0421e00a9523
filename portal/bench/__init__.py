"""`make bench`: a made catalog of any size, and what its pages cost (CAT-16, PLT-13).

Everything is drawn from a seed: the same size gives the same data. Products come in through the product import, prices
and stock by statements, because nobody waits for ten million single rows.
"""
