"""What is known about credentials, issuers, skills and occupations. Knows no users, clock, chat or SQL."""
