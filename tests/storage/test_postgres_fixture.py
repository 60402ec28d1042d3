import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("_round", [1, 2])
async def test_each_test_gets_a_database_of_its_own(postgres_url: URL, _round: int) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.begin() as connection:
        tables = await connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        await connection.execute(text("CREATE TABLE left_behind (id integer)"))
    await engine.dispose()
    assert tables == 0
