"""What commands say in Chinese: the catalogue `zh.po`, and what collects the texts of the code for it."""
