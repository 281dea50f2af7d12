"""Code prefix -> the name of its track, as the official schedules of 2020 and 2025 give it."""

from __future__ import annotations

from reinvent_notes.talk import code_prefix

TRACKS = {
    "ADM": "Advertising & Marketing",
    "AIM": "Artificial Intelligence & Machine Learning",
    "ANT": "Analytics",
    "API": "Application Integration",
    "ARC": "Architecture",
    "AUT": "Automotive",
    "BIZ": "Business Applications",
    "BLC": "Blockchain",
    "BSI": "Business Intelligence",
    "CMP": "Compute",
    "CNS": "Serverless & Containers",
    "CON": "Containers",
    "COP": "Cloud Operations",
    "DAT": "Databases",
    "DOP": "DevOps",
    "DVT": "Developer Tools",
    "ENR": "Energy",
    "ENT": "Enterprise & Migration",
    "EUC": "End User Computing",
    "FSI": "Financial Services",
    "FWM": "Front-End Web & Mobile",
    "GAM": "Games",
    "GPS": "Global Partner Summit",
    "HLC": "Healthcare",
    "HMC": "Hybrid Cloud & Multicloud",
    "IND": "Industry Solutions",
    "INO": "Innovation",
    "IOT": "IoT",
    "KEY": "Keynotes",
    "LFS": "Life Sciences",
    "MAM": "Migration & Modernization",
    "MDS": "Media & Entertainment",
    "MGT": "Management Tools & Governance",
    "MKT": "Marketplace",
    "NET": "Networking & Content Delivery",
    "NFX": "Netflix",
    "OPN": "Open Source",
    "PNU": "Power & Utilities",
    "QCM": "Quantum Computing",
    "ROB": "Robotics",
    "SEC": "Security, Identity & Compliance",
    "STG": "Storage",
    "STP": "Startup",
    "SVS": "Serverless",
    "TLC": "Telecommunications",
    "TRV": "Travel & Hospitality",
    "WIN": "Windows",
    "WPS": "Public Sector",
    "WPT": "We Power Tech",
    "XNT": ".NET",
}

# Prefixes that schedules from 2012 on have used without saying what they stand for. They make a code certain
# where its spelling alone does not: `dev 203`, `svs-401`.
PREFIXES = frozenset(TRACKS) | frozenset(
    (
        "ABD ACT ADV AER AIS ALX AMT AMZ APN APP ARV ATC BAP BDA BDM BDT BLD BOA BWP CHN CMY COM CPG CPN CTD "
        "DCS DEI DEM DEV DFR DGL DIG DPR DVC EBC EDU EMB ENU FIN FSV FWD GBL GDS GEN GHJ GPSBUS GPSCT "
        "GPSISV GPST GPSTEC GPSWKS GPSWS HLS HYB IDE IMP ISM ISV ITM KUB LD MAC MAE MAT MBL MCL MED MFG "
        "MNE MOB MSC NTA OIG OPS PAR PEX PFC PRS PRT QTC RBT RCG RET RMG RTL RUN SAC SAS SDD SEG SID SMB "
        "SMC SOV SPE SPL SPOT SPT SRV SUP SUS SVR TNC TPS TRE VDS WEB WNN WPT WWPS ZAP"
    ).split()
)
ANY_PREFIX = "|".join(sorted(PREFIXES, key=lambda prefix: (-len(prefix), prefix)))  # a regular expression


def track_of_code(code: str) -> str | None:
    """The track that a code's prefix stands for; None where no schedule says."""
    return TRACKS.get(code_prefix(code))
