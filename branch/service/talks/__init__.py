"""What is said to parents, pupils and colleagues: after an event, speakers, books, and two duties of lecturing."""
