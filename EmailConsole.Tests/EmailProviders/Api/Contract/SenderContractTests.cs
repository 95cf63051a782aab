using EmailConsole.EmailProviders;
using EmailConsole.Tests.EmailProviders.Api.Schemas;
using EmailConsole.Tests.Rest.Server;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Every row of the tables of WSO2's Notification Senders API, in both versions, against a console that runs.</summary>
public sealed class SenderContractTests(ContractBed bed) : IClassFixture<ContractBed>
{
    private static readonly ContractCase[] All =
    [
        .. Senders.Versions.SelectMany(v => OperationCases.Of(v).Concat(AccessCases.Of(v)).Concat(FieldCases.Of(v))
            .Concat(CheckCases.Of(v)).Concat(SecretCases.Of(v)).Concat(ErrorCases.Of(v))),
    ];

    public static TheoryData<string> Rows => [.. All.Select(c => c.Row).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Send_CasesOfARow_AreAnsweredAsTheTableHasIt(string row)
    {
        foreach (var contract in All.Where(c => c.Row == row))
        {
            await PrepareAsync(contract);
            var answer = await bed.SendAsync(contract);
            try
            {
                contract.AssertAnswer(answer);
                if (answer.Text.Length > 0)
                {
                    SenderSchemas.AssertMatches(answer.Response, answer.Body);
                }
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"v{contract.Version}, {contract.Title}: {contract.Method} {contract.Body}\n{e.Message}", e);
            }
            finally
            {
                answer.Response.Dispose();
            }
        }
    }

    [Fact]
    public void Rows_Each_HasACaseInEveryVersionItAppliesTo()
    {
        var missing =
            from row in ContractRows.All
            where row.ElsewhereBy is null && row.Unreachable is null
            from version in row.Versions
            where !All.Any(c => c.Row == row.Name && c.Version == version)
            select $"{row.Name} (v{version})";

        Assert.Empty(missing);
    }

    [Fact]
    public void Cases_Each_StandsForARow()
    {
        var known = ContractRows.All.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(All.Select(c => c.Row).Where(row => !known.Contains(row)).Distinct());
        Assert.Equal(ContractRows.All.Count, known.Count);
    }

    private async Task PrepareAsync(ContractCase contract)
    {
        await using (var db = await bed.Console.OpenDbAsync())
        {
            // Also what was just removed, and might still be replaced
            await db.Set<EmailProvider>().IgnoreQueryFilters().ExecuteDeleteAsync();
        }

        if (contract.Stored is not null)
        {
            var store = new ContractCase("", "", contract.StoredVersion) { Method = "POST", Path = Senders.All, Body = contract.Stored, Status = 201 };
            var answer = await bed.SendAsync(store);
            store.AssertAnswer(answer);
            answer.Response.Dispose();
        }
    }
}
