"""Rules that campaigns, ad groups, ads and promotions share."""
