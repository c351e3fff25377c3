"""志愿者队伍: who belongs to a team of volunteers, what they were trained in and where they served."""
