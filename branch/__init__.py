"""The portal of 广勤中学党支部, as small apps in strict layers."""
