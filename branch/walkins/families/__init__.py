"""走进家庭: hardship as the school confirmed it, pairings with families, visits, difficulties, campaigns."""
