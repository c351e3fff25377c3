"""三报到三服务: where members registered at their residence, and what they do there."""
